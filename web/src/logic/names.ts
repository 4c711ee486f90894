// A name to begin with, so that a stranger can sit down at once.

const en = { first: ['Quiet', 'Amber', 'Early', 'Northern', 'Patient', 'Silver', 'Merry', 'Idle', 'Bold', 'Gentle'], last: ['Heron', 'Otter', 'Finch', 'Maple', 'Carp', 'Badger', 'Crane', 'Willow', 'Fox', 'Plum'] };
const zh = { first: ['静', '青', '晓', '闲', '明', '小', '朗', '悠', '素', '远'], last: ['鹭', '竹', '溪', '松', '鹤', '梅', '云', '舟', '月', '鹿'] };

export function suggestName(language: 'en' | 'zh', random: () => number = Math.random): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
  return language === 'zh' ? `${pick(zh.first)}${pick(zh.last)}` : `${pick(en.first)} ${pick(en.last)}`;
}
