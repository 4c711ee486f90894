export type Language = 'en' | 'zh';

/** The first of the browser's languages that the page speaks; English where it speaks none of them. */
export function pickLanguage(languages: readonly string[], chosen?: string | null): Language {
  if (chosen === 'en' || chosen === 'zh') return chosen;
  for (const language of languages) {
    const primary = language.toLowerCase().split('-')[0];
    if (primary === 'en' || primary === 'zh') return primary;
  }
  return 'en';
}
