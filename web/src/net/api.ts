// The API, under /api/v1.
const TIMEOUT_MS = 8_000; // as long as the API itself goes on asking instances

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, options: { token?: string; body?: unknown; key?: string; signal?: AbortSignal } = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.key) headers['idempotency-key'] = options.key; // asked again, it takes effect once
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const init: RequestInit = { method, headers, cache: 'no-store', signal: options.signal ? AbortSignal.any([options.signal, late]) : late };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, 'unavailable', 'The API does not answer.');
  }
  const json = answer.status === 204 || answer.status === 202 ? undefined : await answer.json().catch(() => undefined);
  if (!answer.ok) throw new ApiError(answer.status, json?.code ?? 'internal', json?.detail ?? answer.statusText);
  return json as T;
}

/** 1 to 64 characters, never the same twice. `randomUUID` would need https. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
