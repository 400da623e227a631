import { type INestApplication, Inject, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Dialect, DIALECTS, type DocumentedPart } from '#edge';
import { selfService } from '../self-service/index.js';
import { completeOperations } from './operations.js';
import { FORMAT_NAMES, type PublishedFile, toFile } from './published-file.js';

/** The name of the document that holds all others. */
const EVERYTHING = 'all';

const LICENCE = ['Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0'] as const;

export interface DocumentListing {
  readonly name: string;
  readonly title: string;
  /** What the document's paths are relative to. */
  readonly basePath: string;
}

/** The documents that clients are generated from: one for each dialect and for each part of our own, and one of everything. */
@Injectable()
export class DocumentsService {
  private readonly documents = new Map<string, OpenAPIObject>();
  private readonly files = new Map<string, PublishedFile>();
  private readonly parts: readonly DocumentedPart[];
  private app: INestApplication | undefined;

  constructor(@Inject(DIALECTS) dialects: readonly Dialect[]) {
    this.parts = [...dialects, selfService];
  }

  /** Must be called once, before the first document is asked for: routes are read from the application. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  list(): DocumentListing[] {
    return [
      ...this.parts.map(({ name, title, basePath }) => ({ name, title, basePath: basePath || '/' })),
      { name: EVERYTHING, title: 'Rosetta, everything', basePath: '/' },
    ];
  }

  /** What the files of all documents are called, e.g. `kleister.yaml`. */
  fileNames(): string[] {
    return this.list().flatMap(({ name }) => FORMAT_NAMES.map((format) => `${name}.${format}`));
  }

  /** The document of that name, made when it is first asked for; undefined when there is none. */
  find(name: string): OpenAPIObject | undefined {
    return remembered(this.documents, name, () => this.make(name));
  }

  /** The document that a file name means, in its format; undefined when there is none. */
  file(fileName: string): PublishedFile | undefined {
    return remembered(this.files, fileName, () => {
      const format = FORMAT_NAMES.find((candidate) => fileName.endsWith(`.${candidate}`));
      const document = format && this.find(fileName.slice(0, -format.length - 1));
      return document && toFile(document, format);
    });
  }

  private make(name: string): OpenAPIObject | undefined {
    if (!this.app) throw new Error('The application was not handed over yet');
    if (name === EVERYTHING) return this.everything(this.app);
    const part = this.parts.find((candidate) => candidate.name === name);
    return part && documentOf(this.app, part);
  }

  private everything(app: INestApplication): OpenAPIObject {
    const builder = new DocumentBuilder()
      .setTitle('Rosetta')
      .setDescription('Every documented API that this service speaks, over one set of accounts.')
      .setVersion('1.0.0')
      .addServer('/');
    return create(app, builder, this.parts);
  }
}

/** One part alone, its paths relative to its base path. */
function documentOf(app: INestApplication, part: DocumentedPart): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(part.title)
    .setDescription(part.description)
    .setVersion(part.version)
    .addServer(part.basePath || '/');
  const document = create(app, builder, [part]);
  const paths = Object.entries(document.paths).map(([path, item]) => [path.slice(part.basePath.length), item]);
  return { ...document, paths: Object.fromEntries(paths) as OpenAPIObject['paths'] };
}

function create(app: INestApplication, builder: DocumentBuilder, parts: readonly DocumentedPart[]): OpenAPIObject {
  for (const { securitySchemes = {} } of parts) {
    for (const [name, scheme] of Object.entries(securitySchemes)) builder.addSecurity(name, scheme);
  }
  const { components, ...config } = builder.setLicense(...LICENCE).build();
  const schemas = Object.fromEntries(parts.flatMap((part) => Object.entries(part.schemas ?? {})));
  const { openapi, info, servers, ...rest } = SwaggerModule.createDocument(
    app,
    { ...config, components: { ...components, schemas } },
    { include: parts.map(({ module }) => module), autoTagControllers: false },
  );
  return completeOperations({ openapi, info, servers, ...rest });
}

/** Names that mean nothing are not remembered: anybody may ask for any number of them. */
function remembered<T>(known: Map<string, T>, name: string, make: () => T | undefined): T | undefined {
  const found = known.get(name) ?? make();
  if (found !== undefined) known.set(name, found);
  return found;
}
