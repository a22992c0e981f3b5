import type { SourceStatus } from '../../lib/core/assist-state';
import type { MessageAction } from '../messages';
import type { PanelActions } from './panel-actions';

/** Does what the button of a failed source's line says. */
export function runStatusAction(kind: MessageAction, source: SourceStatus, actions: PanelActions): void {
  if (kind === 'open') actions.openSource(source.openUrl, null);
  else if (kind === 'allow') actions.allowAccess(source);
  else runPanelAction(kind, actions);
}

/** Does what the button of a whole-panel message says. */
export function runPanelAction(kind: MessageAction, actions: PanelActions): void {
  if (kind === 'retry') actions.refresh();
  else if (kind === 'options') actions.openOptions('sources');
  else if (kind === 'endpoint') actions.openOptions('endpoint');
  else if (kind === 'pages') actions.openOptions('pages');
  else if (kind === 'look-again') actions.lookAgain();
  else if (kind === 'reconnect') actions.reconnect();
}
