import { type ErrorVoice, territoryAt } from './territory.js';

const errors: ErrorVoice = { answer: () => ({ status: 500, headers: {}, body: {} }) };
const wide = { territory: '/api', errors };
const narrow = { territory: '/api/auth', errors };
const territories = [wide, narrow];

describe('territoryAt', () => {
  it.each([
    ['/api', wide],
    ['/api/', wide],
    ['/api?x=/api/auth', wide],
    ['/api/authority', wide],
    ['/api/auth', narrow],
    ['/api/auth/', narrow],
    ['/api/auth#x', narrow],
    ['/api/auth?token=x', narrow],
    ['/api/auth/login', narrow],
    ['/apiary', undefined],
    ['/', undefined],
    ['', undefined],
  ])('knows whose %s is', (url, territory) => {
    expect(territoryAt(territories, url)).toBe(territory);
  });
});
