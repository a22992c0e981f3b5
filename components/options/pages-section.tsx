import type { SourceConfig } from '../../lib/core/source';
import { Button } from '../ui/button';
import { Chip } from '../ui/chip';
import { OptionsSection } from './options-section';
import styles from './pages-section.module.css';

export interface PagesSectionProps {
  sources: readonly SourceConfig[];
  /** Match patterns the browser lets us read; null until it was asked. */
  granted: readonly string[] | null;
  /** Those that came with the extension. */
  fixed: readonly string[];
  patternOf: (baseUrl: string) => string;
  onChange: (change: { pattern: string; allow: boolean }) => void;
}

interface Host {
  readonly pattern: string;
  readonly usedBy: readonly string[];
  readonly state: 'fixed' | 'allowed' | 'not-allowed';
}

/** Which hosts Deskside may read, why, and the way to take it back. */
export function PagesSection({ sources, granted, fixed, patternOf, onChange }: PagesSectionProps) {
  const hosts = granted === null ? [] : listHosts(sources, granted, fixed, patternOf);
  return (
    <OptionsSection
      title="Pages"
      lead="Deskside reads tickets and articles on these hosts, and nothing anywhere else. What you take back here stops being read at once."
    >
      <ul className={styles.hosts}>
        {hosts.map((host) => (
          <li key={host.pattern} className={styles.host}>
            <div>
              <code>{host.pattern.replace(/\/\*$/, '')}</code>
              <p className={styles.use} dir="auto">
                {purposeOf(host)}
              </p>
            </div>
            <HostAction host={host} onChange={onChange} />
          </li>
        ))}
      </ul>
      {granted !== null && hosts.length === 0 && (
        <p>No host yet. Add a source, and the browser asks for its host.</p>
      )}
    </OptionsSection>
  );
}

function HostAction({ host, onChange }: { host: Host; onChange: PagesSectionProps['onChange'] }) {
  if (host.state === 'fixed')
    return <Chip title="Part of the extension; the browser's own settings can limit it">Always</Chip>;
  const allow = host.state === 'not-allowed';
  return (
    <Button look={allow ? 'primary' : 'plain'} onClick={() => onChange({ pattern: host.pattern, allow })}>
      {allow ? 'Allow' : 'Take back'}
    </Button>
  );
}

function purposeOf({ usedBy, state }: Host): string {
  if (usedBy.length === 0) return state === 'fixed' ? 'Comes with Deskside' : 'No source uses it any more';
  return state === 'not-allowed' ? `${usedBy.join(', ')}: not allowed yet` : usedBy.join(', ');
}

/** Every host that is granted or that a source needs, each once; those that need a decision first. */
export function listHosts(
  sources: readonly SourceConfig[],
  granted: readonly string[],
  fixed: readonly string[],
  patternOf: (baseUrl: string) => string,
): Host[] {
  // A host inside a wider one that is granted already is shown as that one.
  const all = [...fixed, ...granted];
  const shownAs = (pattern: string) =>
    all.find((wide) => wide !== pattern && covers(wide, pattern)) ?? pattern;
  const needed = sources.map((source) => ({
    name: source.name,
    pattern: shownAs(patternOf(source.baseUrl)),
  }));
  const order = { 'not-allowed': 0, allowed: 1, fixed: 2 };
  return [...new Set([...needed.map((one) => one.pattern), ...all.map(shownAs)])]
    .map((pattern): Host => {
      const usedBy = needed.filter((one) => one.pattern === pattern).map((one) => one.name);
      const isFixed = fixed.some((one) => covers(one, pattern));
      const isGranted = granted.some((one) => covers(one, pattern));
      return { pattern, usedBy, state: isFixed ? 'fixed' : isGranted ? 'allowed' : 'not-allowed' };
    })
    .sort((a, b) => order[a.state] - order[b.state] || a.pattern.localeCompare(b.pattern));
}

/** Whether one match pattern of the form `scheme://host/*` takes in another. */
function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '<all_urls>') return true;
  const split = (pattern: string) => /^(\*|https?):\/\/([^/]+)\//.exec(pattern);
  const [, wideScheme, wideHost] = split(wide) ?? [];
  const [, scheme, host] = split(narrow) ?? [];
  if (wideHost === undefined || host === undefined || (wideScheme !== '*' && wideScheme !== scheme))
    return false;
  if (wideHost === '*' || wideHost === host) return true;
  const parent = wideHost.startsWith('*.') ? wideHost.slice(2) : null;
  return parent !== null && (host === parent || host.endsWith(`.${parent}`));
}
