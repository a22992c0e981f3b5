import { useRef, type ReactNode } from 'react';
import { Button } from './button';

export interface FileButtonProps {
  look?: 'primary' | 'plain';
  disabled?: boolean;
  /** Endings, as the browser's chooser wants them. */
  accept: string;
  /** Names the hidden field: `data-<mark>`. */
  mark: string;
  onFile: (file: File) => void;
  children: ReactNode;
}

/** Opens the browser's chooser for one file. The same file may be chosen once more. */
export function FileButton({ look, disabled, accept, mark, onFile, children }: FileButtonProps) {
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
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
