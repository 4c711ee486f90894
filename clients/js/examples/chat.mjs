import { BaizeClient } from '@baize/client';

const api = process.env.BAIZE_API ?? 'http://localhost:8080';
const login = await fetch(`${api}/api/v1/auth/guest`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Ada' }),
});
const { token } = await login.json();
const client = new BaizeClient({ api, token, WebSocket: globalThis.WebSocket ?? (await import('ws')).default });
client.on('state', (state) => console.log(state.status));
const room = client.room('room123');
room.on('message', (event) => console.log(`${event.user_id} (${event.seq}): ${event.data.text}`));
await client.connect();
await room.join();
const { seq } = await room.send({ text: 'hello' }); // committed: survives the death of any server
console.log(`said, at ${seq}, with ${room.players.length} in the room`);
client.close();
