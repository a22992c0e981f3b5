import { browser } from 'wxt/browser';
import { mountPage } from '../extension-page/mount-page';
import { SidePanelApp } from './side-panel-app';

await mountPage(
  <SidePanelApp tabs={browser.tabs} root={document.documentElement} locale={navigator.language} />,
);
