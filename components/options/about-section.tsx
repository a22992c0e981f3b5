import styles from './about-section.module.css';
import { OptionsSection } from './options-section';

/** What the product is made with, and under which licence. */
const parts: readonly (readonly [name: string, licence: string])[] = [
  ['React', 'MIT'],
  ['TanStack Query', 'MIT'],
  ['Radix Primitives', 'MIT'],
  ['Lucide', 'ISC'],
  ['Zod', 'MIT'],
  ['Dexie', 'Apache 2.0'],
  ['clsx', 'MIT'],
];

export function AboutSection({ version }: { version: string }) {
  return (
    <OptionsSection
      title="About"
      lead="Cited answers from what the company knows, beside the ticket or page you have open."
    >
      <dl className={styles.facts}>
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>Licence</dt>
        <dd>Apache 2.0</dd>
        <dt>Privacy</dt>
        <dd>
          Search words go to the sources listed under Sources, in your own session, and nowhere else. No
          account, no analytics, no server of ours. What is kept stays on this device.
        </dd>
        <dt>Made with</dt>
        <dd>{parts.map(([name, licence]) => `${name} (${licence})`).join(', ')}</dd>
      </dl>
    </OptionsSection>
  );
}
