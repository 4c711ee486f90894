import { language, switchLanguage, t } from '../i18n/index.js';
import { player } from '../net/player.js';
import { goTo } from '../nav.js';
import { Mark } from './art.js';
import { Banner } from './Banner.js';
import { PlaceButton, PlacePanel } from './Place.js';

export function Header() {
  const w = t.value;
  return (
    <header class="top">
      <a class="brand" href="/" onClick={(event) => { event.preventDefault(); goTo({}); }}><Mark /><span>Baize</span></a>
      <span class="grow" />
      {player.value && <span class="me" title={w.playAs}>{player.value.name}</span>}
      <button class="quiet small" lang={language.value === 'zh' ? 'en' : 'zh-CN'} aria-label={w.switchLanguage} onClick={switchLanguage}>{w.otherLanguage}</button>
      <PlaceButton />
      <PlacePanel />
      <Banner />
    </header>
  );
}
