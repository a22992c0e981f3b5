import {
  BookMarked,
  Cpu,
  Database,
  Globe,
  Info,
  Library,
  Palette,
  Search,
  Server,
  type LucideIcon,
} from 'lucide-react';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './options-layout.module.css';

export const optionSections = [
  'sources',
  'library',
  'models',
  'endpoint',
  'pages',
  'lookup',
  'cache',
  'appearance',
  'about',
] as const;
export type OptionSection = (typeof optionSections)[number];

const entries: Record<OptionSection, { label: string; icon: LucideIcon }> = {
  sources: { label: 'Sources', icon: BookMarked },
  library: { label: 'Library', icon: Library },
  models: { label: 'Models', icon: Cpu },
  endpoint: { label: 'Endpoint', icon: Server },
  pages: { label: 'Pages', icon: Globe },
  lookup: { label: 'Look-up', icon: Search },
  cache: { label: 'Cache', icon: Database },
  appearance: { label: 'Appearance', icon: Palette },
  about: { label: 'About', icon: Info },
};

export interface OptionsLayoutProps {
  section: OptionSection;
  /** A failure of the last change, in words; empty while all is well. */
  notice: string;
  children: ReactNode;
}

/** The options page's frame: sections at the side, or on top where it is narrow. Sections are addresses (#cache). */
export function OptionsLayout({ section, notice, children }: OptionsLayoutProps) {
  return (
    <Tooltip.Provider delayDuration={350}>
      <div className={styles.page}>
        <nav className={styles.nav} aria-label="Options">
          <p className={styles.product}>
            <img src="/icon/48.png" alt="" width={24} height={24} /> Deskside
          </p>
          <ul className={styles.entries}>
            {optionSections.map((id) => {
              const { label, icon: Icon } = entries[id];
              return (
                <li key={id}>
                  <a
                    href={`#${id}`}
                    className={styles.entry}
                    aria-current={id === section ? 'page' : undefined}
                  >
                    <Icon aria-hidden size={16} />
                    {label}
                  </a>
                </li>
              );
            })}
          </ul>
        </nav>
        <main className={styles.main}>
          <p role="alert" className={styles.notice} hidden={notice === ''}>
            {notice}
          </p>
          {children}
        </main>
      </div>
    </Tooltip.Provider>
  );
}

/** The section an address names; the first one where it names none. */
export function sectionOf(hash: string): OptionSection {
  const [name] = hash.split('?');
  return optionSections.find((id) => `#${id}` === name) ?? 'sources';
}

/** The address to add that came along: `#sources?add=…`. Anybody's text, so it is only ever filled into a field. */
export function addressToAdd(hash: string): string {
  return new URLSearchParams(hash.split('?').slice(1).join('?')).get('add')?.slice(0, 4096) ?? '';
}
