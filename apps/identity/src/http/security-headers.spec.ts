import { securityHeaders } from './security-headers.js';

describe('the headers of every answer', () => {
  it.each([
    [true, 'https://id.example.com', 'max-age=31536000'],
    [true, 'http://id.example.com', undefined],
    [false, 'https://id.example.com', undefined],
    [false, 'http://localhost:3000', undefined],
  ])('in production: %p, at %s: strict transport is %p', (isProduction, publicUrl, expected) => {
    expect(securityHeaders({ isProduction, publicUrl })['strict-transport-security']).toBe(expected);
  });
});
