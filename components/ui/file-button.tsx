import { useRef, type ReactNode } from 'react';
import { Button } from './button';

export interface FileButtonProps {
  look?: 'primary' | 'plain';
  disabled?: boolean;
  /** Endings, as the browser's chooser wants them. */
  accept?: string;
  /** Lets people choose a folder, with all that is in it. */
  isFolder?: boolean;
  /** Names the hidden field: `data-<mark>`. */
  mark: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** Opens the browser's chooser for one file or one folder. The same may be chosen once more. */
export function FileButton({
  look,
  disabled,
  accept,
  isFolder = false,
  mark,
  onFiles,
  children,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        {...{ [`data-${mark}`]: true }}
        {...(isFolder && { webkitdirectory: '' })}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
