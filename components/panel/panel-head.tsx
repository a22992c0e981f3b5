import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Subject } from '../../lib/core/assist-state';
import { Hint } from '../ui/hint';
import { IconButton } from '../ui/icon-button';
import styles from './panel-head.module.css';
import { SiteMark } from './site-mark';

export interface PanelHeadProps {
  subject: Subject | null;
  /** The source or product the page belongs to. */
  siteName: string;
  working: boolean;
  onRefresh: () => void;
  menu: ReactNode;
  /** The second line: who wrote what is shown, and what is going on. Its room is kept even when it is empty. */
  children: ReactNode;
}

export function PanelHead({ subject, siteName, working, onRefresh, menu, children }: PanelHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <SiteMark name={siteName} />
        <HeadTitle subject={subject} />
        <IconButton
          icon={RefreshCw}
          label="Search again"
          shortcut="r"
          spinning={working}
          disabled={subject?.state !== 'ready'}
          onClick={onRefresh}
        />
        {menu}
      </div>
      {subject !== null && subject.state !== 'none' && <div className={styles.second}>{children}</div>}
    </header>
  );
}

function HeadTitle({ subject }: { subject: Subject | null }) {
  if (subject === null || subject.state === 'none') return <h1 className={styles.title}>Deskside</h1>;
  const key = subject.state === 'ready' && subject.key !== subject.title ? subject.key : null;
  return (
    <Hint content={<span dir="auto">{key === null ? subject.title : `${key} ${subject.title}`}</span>}>
      <h1 className={styles.title} tabIndex={0}>
        {key !== null && <span className={styles.key}>{key}</span>}
        <span dir="auto" className={styles.words}>
          {subject.title.trim() === '' ? 'This page' : subject.title}
        </span>
      </h1>
    </Hint>
  );
}
