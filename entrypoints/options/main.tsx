import { browser } from 'wxt/browser';
import { mountPage } from '../extension-page/mount-page';
import { OptionsApp } from './options-app';

await mountPage(<OptionsApp window={window} version={browser.runtime.getManifest().version} />);
