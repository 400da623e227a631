import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationFrom } from '../../apps/identity/src/configuration.js';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');

const lines = [...EXAMPLE.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const);

/** Every variable that reading the configuration asks for. */
function variablesAskedFor(): string[] {
  const names = new Set<string>();
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return undefined;
      },
    },
  );
  configurationFrom(environment);
  return [...names].sort();
}

describe('.env.example', () => {
  it('lists every variable, each once, and no other', () => {
    expect(lines.map(([name]) => name).sort()).toEqual(variablesAskedFor());
  });

  it('shows the values that hold by default', () => {
    const asExample = configurationFrom(Object.fromEntries(lines));
    const byDefault = configurationFrom({});

    expect([...asExample.values()]).toEqual([...byDefault.values()]);
  });
});
