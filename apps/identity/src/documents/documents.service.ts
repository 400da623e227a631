import { type INestApplication, Inject, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Dialect, DIALECTS } from '#edge';

/** The name of the document that holds every dialect. */
const EVERYTHING = 'all';

export interface DocumentListing {
  readonly name: string;
  readonly title: string;
}

/** The documents that clients are generated from: one for each dialect, and one of everything. */
@Injectable()
export class DocumentsService {
  private readonly made = new Map<string, OpenAPIObject>();
  private app: INestApplication | undefined;

  constructor(@Inject(DIALECTS) private readonly dialects: readonly Dialect[]) {}

  /** Must be called once, before the first document is asked for: routes are read from the application. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  list(): DocumentListing[] {
    return [
      ...this.dialects.map(({ name, title }) => ({ name, title })),
      { name: EVERYTHING, title: 'Rosetta, everything' },
    ];
  }

  /** The document of that name, made when it is first asked for; undefined when there is none. */
  find(name: string): OpenAPIObject | undefined {
    const known = this.made.get(name);
    if (known) return known;
    const made = this.make(name);
    if (made) this.made.set(name, made);
    return made;
  }

  private make(name: string): OpenAPIObject | undefined {
    if (!this.app) throw new Error('The application was not handed over yet');
    if (name === EVERYTHING) return this.everything(this.app);
    const dialect = this.dialects.find((candidate) => candidate.name === name);
    return dialect && documentOf(this.app, dialect);
  }

  private everything(app: INestApplication): OpenAPIObject {
    const builder = new DocumentBuilder()
      .setTitle('Rosetta')
      .setDescription('Every documented API that this service speaks, over one set of accounts.')
      .setVersion('1.0.0')
      .addServer('/');
    return create(app, addSecurity(builder, this.dialects), this.dialects);
  }
}

/** One dialect alone, its paths relative to its base path. */
function documentOf(app: INestApplication, dialect: Dialect): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(dialect.title)
    .setDescription(dialect.description)
    .setVersion(dialect.version)
    .addServer(dialect.basePath || '/');
  const document = create(app, addSecurity(builder, [dialect]), [dialect]);
  const paths = Object.entries(document.paths).map(([path, item]) => [path.slice(dialect.basePath.length), item]);
  return { ...document, paths: Object.fromEntries(paths) as OpenAPIObject['paths'] };
}

function create(app: INestApplication, builder: DocumentBuilder, dialects: readonly Dialect[]): OpenAPIObject {
  const include = dialects.map(({ module }) => module);
  return SwaggerModule.createDocument(app, builder.build(), { include, autoTagControllers: false });
}

function addSecurity(builder: DocumentBuilder, dialects: readonly Dialect[]): DocumentBuilder {
  for (const { securitySchemes = {} } of dialects) {
    for (const [name, scheme] of Object.entries(securitySchemes)) builder.addSecurity(name, scheme);
  }
  return builder;
}
