import { computed, effect, signal } from '@preact/signals';
import { pickLanguage, type Language } from '../logic/language.js';
import { en } from './en.js';
import { zh } from './zh.js';

const KEY = 'baize-language';

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that forbids storage has the language of the browser
  }
}

export const language = signal<Language>(pickLanguage(navigator.languages, kept()));

/** All words of the page, in the language of the moment. */
export const t = computed(() => (language.value === 'zh' ? zh : en));

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  try {
    localStorage.setItem(KEY, language.value);
  } catch {
    // it holds until the page is closed
  }
}
