import { createRoot } from 'react-dom/client';
import '../../components/tokens.css';
import { ClockContext } from '../../components/ui/clock';
import { fixtureNow } from '../fixtures/panel/build-state';
import { OptionsPreview } from './options-preview';
import { PanelPreview } from './panel-preview';

// The address says what to show: ?state=ready&theme=dark&locale=de, or ?page=options#cache.
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;
const locale = query.get('locale') ?? 'en';

const root = document.getElementById('root');
if (root === null) throw new Error('The preview has no #root');
createRoot(root).render(
  <ClockContext value={{ now: fixtureNow, locale }}>
    {query.get('page') === 'options' ? (
      <OptionsPreview hash={location.hash} variant={query.get('variant') ?? ''} />
    ) : (
      <PanelPreview name={query.get('state') ?? 'ready'} />
    )}
  </ClockContext>,
);
