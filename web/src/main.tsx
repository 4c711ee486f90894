import { render } from 'preact';
import { App } from './ui/App.js';

const root = document.getElementById('app')!;
root.replaceChildren(); // what was shown while the script was on its way
render(<App />, root);
