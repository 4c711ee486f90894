import http from 'node:http';
import { WebSocketServer } from 'ws';
import { Queue } from './queue.mjs';

/** A server that does only what a scenario tells it to: a connection waits until it is accepted or refused. */
export class FakeServer {
  frames = new Queue('a frame of the client');
  handshakes = new Queue('a handshake');
  hints = new Queue('a question to the API');
  ends = new Queue('the end of the connection');
  #http = http.createServer((request, response) => this.hints.push({ request, response }));
  #sockets = new WebSocketServer({ noServer: true });
  #connections = new Set();
  #current;

  async start() {
    this.#http.on('upgrade', (request, socket, head) => this.handshakes.push({ request, socket, head }));
    this.#http.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
    await new Promise((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    this.port = this.#http.address().port;
  }

  async accept(instance) {
    const { request, socket, head } = await this.handshakes.next();
    const ws = await new Promise((resolve) => this.#sockets.handleUpgrade(request, socket, head, resolve));
    this.#current = { ws, socket };
    ws.on('message', (data) => this.frames.push(JSON.parse(data)));
    ws.on('close', (code) => this.ends.push(code));
    ws.on('error', () => {}); // a cut
    if (instance) this.send({ type: 'connected', data: { user_id: 7, instance_id: instance, session_id: `s-${instance}` } });
    return request;
  }

  async refuse(status) {
    const { socket } = await this.handshakes.next();
    socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  }

  async hint({ room, status = 200 }) {
    const { request, response } = await this.hints.next();
    const body = status === 200 ? { ws_url: `ws://127.0.0.1:${this.port}/ws?room=${room}`, instance_id: 'hinted' } : { status };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return request;
  }

  send(frame) {
    this.#current.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  close(code) {
    this.#current.ws.close(code, 'scenario');
  }

  cut() {
    this.#current.socket.resetAndDestroy();
    this.ends.next().catch(() => {}); // this end is the server's own
  }

  stop() {
    for (const socket of this.#connections) socket.destroy();
    this.#http.close();
  }
}
