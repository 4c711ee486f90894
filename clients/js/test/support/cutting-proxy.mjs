import net from 'node:net';

/**
 * A TCP proxy in front of several game servers that lets no first ack through: it cuts the connection instead, when the server
 * has committed and the client has not heard. The same request's second ack passes.
 */
export class CuttingProxy {
  cuts = 0;
  #cut = new Set();
  #next = 0;

  async start(ports) {
    this.server = net.createServer((client) => {
      const upstream = net.connect(ports[this.#next++ % ports.length], '127.0.0.1');
      const end = () => {
        client.destroy();
        upstream.destroy();
      };
      for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', end).on('close', end);
      client.on('data', (data) => upstream.write(data));
      const frames = new Frames();
      upstream.on('data', (data) => {
        for (const { bytes, text } of frames.push(data)) {
          const id = /^\{"type":"ack".*"id":"([^"]+)"/.exec(text ?? '')?.[1];
          if (id && !this.#cut.has(id)) {
            this.#cut.add(id);
            this.cuts++;
            client.resetAndDestroy();
            return end();
          }
          client.write(bytes);
        }
      });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }

  stop() {
    this.server.close();
  }
}

/** Splits what a server writes into the handshake's answer and WebSocket frames; a server's frames are not masked. */
class Frames {
  #rest = Buffer.alloc(0);
  #upgraded = false;

  *push(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    if (!this.#upgraded) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#upgraded = true;
      yield { bytes: this.#take(end + 4) };
    }
    while (this.#rest.length >= 2) {
      const short = this.#rest[1] & 0x7f;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (this.#rest.length < header) return;
      const length = short < 126 ? short : short === 126 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2));
      if (this.#rest.length < header + length) return;
      const isText = (this.#rest[0] & 0x0f) === 1;
      const bytes = this.#take(header + length);
      yield { bytes, text: isText ? bytes.toString('utf8', header) : undefined };
    }
  }

  #take(length) {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }
}
