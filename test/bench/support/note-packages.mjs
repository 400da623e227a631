/* Preloaded into the service: notes in the file `PACKAGES_FILE` which packages its own code imports as it starts. */
import { register } from 'node:module';

register('./package-hooks.mjs', import.meta.url);
