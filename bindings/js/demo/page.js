import { init } from './nanotao/index.js';
import { startEpoch } from './epoch.js';
import { startReading } from './read.js';
import { startWeighing } from './weigh.js';

const status = document.querySelector('#status');
try {
  await init();
  startReading();
  startWeighing();
  startEpoch();
  status.textContent = '';
  document.documentElement.dataset.ready = 'yes';
} catch (error) {
  status.textContent = `This page could not start: ${error.message}`;
}
