import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

const bin = process.env.BAIZE_BIN ?? fileURLToPath(new URL('../../../../bin', import.meta.url));
const GAME_PORTS = [1, 3, 4]; // beside the base, as `baize up` says

/** A whole platform of real processes, over the embedded store. */
export class Platform {
  static async start() {
    if (!existsSync(`${bin}/baize`)) throw new Error(`${bin}/baize is missing: run ./build, or set BAIZE_BIN.`); // a green run must have tested something
    const platform = new Platform();
    platform.base = await freeBase();
    platform.process = spawn(`${bin}/baize`, ['up', '--port-base', String(platform.base)], { stdio: ['ignore', 'pipe', 'pipe'] });
    platform.log = '';
    for (const stream of [platform.process.stdout, platform.process.stderr]) stream.on('data', (text) => (platform.log += text));
    platform.exited = new Promise((resolve) => platform.process.on('exit', resolve));
    await platform.#ready();
    return platform;
  }

  get api() {
    return `http://127.0.0.1:${this.base}`;
  }

  get gamePorts() {
    return GAME_PORTS.map((offset) => this.base + offset);
  }

  async guest(name) {
    const answer = await fetch(`${this.api}/api/v1/auth/guest`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }),
    });
    return answer.json();
  }

  async stop() {
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 40_000);
    await this.exited;
    clearTimeout(timer);
  }

  async #ready() {
    for (const end = Date.now() + 120_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
      if (this.process.exitCode !== null) throw new Error(`baize up ended with ${this.process.exitCode}:\n${this.log}`);
      try {
        const { instances } = await (await fetch(`${this.api}/api/v1/instances`)).json();
        if (instances.length === GAME_PORTS.length) return;
      } catch {
        // not yet
      }
      if (Date.now() > end) {
        await this.stop();
        throw new Error(`baize up was not ready in time:\n${this.log}`);
      }
    }
  }
}

// Below the range that outgoing connections get their ports from.
async function freeBase() {
  for (let tries = 0; tries < 100; tries++) {
    const base = 20_000 + Math.floor(Math.random() * 1_200) * 10;
    const free = await Promise.all(Array.from({ length: 10 }, (_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No ten free ports in a row from 20000 to 32000.');
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer().once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
