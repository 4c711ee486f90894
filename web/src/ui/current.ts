import { signal } from '@preact/signals';
import type { Table } from '../net/table.js';

/** The table that the player is at; undefined in the lobby. */
export const current = signal<Table | undefined>(undefined);
