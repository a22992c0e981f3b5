import { escapeHtml } from '../markdown';
import type { EntryView, RecordView } from './record-view';

/** The list of comments and work notes under a classic form, newest first. */
export function activityStream(view: RecordView): string {
  return `
<div class="sn-stream" id="sn_form_inline_stream_entries">
  <h2 class="sn-stream-title">Activities: ${view.entries.length}</h2>
  <ul class="h-card-wrapper activities-form">${view.entries.map(card).join('')}</ul>
</div>`;
}

/** The box for a comment or work note: one with a switch, or one each. */
export function composer(view: RecordView, boxes: 'one' | 'two'): string {
  const box = (id: string, name: string, label: string) =>
    `<textarea id="${id}" name="${view.table}.${name}" class="form-control activity-stream-textarea" aria-label="${label}" placeholder="${label}" data-stream-text-input="${name}" rows="3"></textarea>`;
  const fields =
    boxes === 'two'
      ? `<div class="journal journal-comments">${box('activity-stream-comments-textarea', 'comments', 'Additional comments (Customer visible)')}</div>
         <div class="journal journal-work_notes">${box('activity-stream-work_notes-textarea', 'work_notes', 'Work notes')}</div>`
      : `<div class="journal journal-comments">${box('activity-stream-textarea', 'comments', 'Additional comments (Customer visible)')}
         <label class="journal-switch"><input type="checkbox" name="work_notes-journal-checkbox"> Work notes (Private)</label></div>`;
  return `<div class="section sn-compose" id="section-notes">${fields}<div class="compose-actions"><button type="submit" class="btn btn-default activity-submit">Post</button></div></div>`;
}

function card(entry: EntryView): string {
  return `
<li class="h-card h-card_md h-card_comments" data-element="${entry.element}">
  <div class="sn-card-component_accent-bar sn-card-component_accent-bar_${entry.element === 'work_notes' ? 'dark' : 'light'}"></div>
  <div class="sn-card-component sn-card-component_meta">
    <span class="sn-avatar"><span class="sn-avatar-initials" aria-hidden="true">${escapeHtml(entry.initials)}</span></span>
    <span class="sn-card-component-createdby">${escapeHtml(entry.author)}</span>
    <div class="sn-card-component-time"><span>${escapeHtml(entry.sort)}</span><span>•</span><div class="date-calendar">${escapeHtml(entry.at)}</div></div>
  </div>
  <div class="sn-card-component sn-card-component_records"><span class="sn-widget-textblock-body sn-widget-textblock-body_formatted">${escapeHtml(entry.text)}</span></div>
</li>`;
}
