import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { column, optional } from '../columns.js';

export class AddFlowCompletion1763769614000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('flows', new TableColumn(column.text('completion_digest', 64, optional)));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('flows', 'completion_digest');
  }
}
