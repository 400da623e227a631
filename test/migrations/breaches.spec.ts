import { Table, type TableColumnOptions } from 'typeorm';
import { breachesOf } from './breaches.js';

const ID: TableColumnOptions = { name: 'id', type: 'varchar', length: '36', isPrimary: true };
const NAME: TableColumnOptions = { name: 'name', type: 'varchar', length: '64', isNullable: true };

const table = (columns: readonly TableColumnOptions[], more = {}) =>
  new Table({ name: 'things', columns: [...columns], ...more });

const BEFORE = table([ID, NAME]);
const BY_NAME = { name: 'by_name', columnNames: ['name'] };
const TO_OWNER = { columnNames: ['name'], referencedTableName: 'owners', referencedColumnNames: ['id'] };

describe('what a migration may do beside a program of the release before', () => {
  it.each([
    ['nothing', BEFORE],
    ['add a column that may be left out', table([ID, NAME, { name: 'note', type: 'text', isNullable: true }])],
    ['add one with a default', table([ID, NAME, { name: 'count', type: 'integer', default: 0 }])],
    ['make room', table([ID, { ...NAME, length: '128' }])],
    ['add an index', table([ID, NAME], { indices: [BY_NAME] })],
  ])('is to %s', (_, after) => {
    expect(breachesOf([BEFORE], [after, new Table({ name: 'new' })])).toEqual([]);
  });

  it.each([
    ['take a table away', new Table({ name: 'others' }), 'things is gone'],
    ['take a column away', table([ID]), 'things.name is gone'],
    ['add a column that must be given', table([ID, NAME, { name: 'note', type: 'text' }]), 'things.note must be given'],
    [
      'have one be given that could be left out',
      table([ID, { ...NAME, isNullable: false }]),
      'things.name must be given',
    ],
    ['change a type', table([ID, { ...NAME, type: 'bigint', length: '' }]), 'things.name holds less'],
    ['shorten', table([ID, { ...NAME, length: '63' }]), 'things.name holds less'],
    [
      'have two of a kind refused',
      table([ID, NAME], { indices: [{ ...BY_NAME, isUnique: true }] }),
      'things is now held to unique name',
    ],
    ['refer to something', table([ID, NAME], { foreignKeys: [TO_OWNER] }), 'things is now held to name in owners'],
  ])('is not to %s', (_, after, breach) => {
    expect(breachesOf([BEFORE], [after])).toEqual([breach]);
  });

  it('is not to let two of a kind in, nor nothing where it was sure of something', () => {
    const strict = table([ID, { ...NAME, isNullable: false }], { indices: [{ ...BY_NAME, isUnique: true }] });
    expect(breachesOf([strict], [BEFORE])).toEqual([
      'things.name holds less',
      'things is no longer held to unique name',
    ]);
  });
});
