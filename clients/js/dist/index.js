export { BaizeClient } from './client.js';
export { BaizeError } from './errors.js';
export { CloseCodes } from './protocol.js';
export { Room } from './room.js';
//# sourceMappingURL=index.js.map