/** Writes docs/errors.md out of the sources. A test holds it current. */
import { writeFileSync } from 'node:fs';
import { errorsPage } from './lib/errors-page.ts';

writeFileSync('docs/errors.md', errorsPage());
