import { type INestApplication, Inject, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Dialect, DIALECTS, type DocumentedPart } from '#edge';
import { administration } from '../administration/index.js';
import { selfService } from '../self-service/index.js';
import { joinDocuments } from './everything.js';
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
    this.parts = [...dialects, selfService, administration];
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
    if (name === EVERYTHING) return this.everything();
    const part = this.parts.find((candidate) => candidate.name === name);
    return part && documentOf(this.app, part);
  }

  private everything(): OpenAPIObject {
    const builder = new DocumentBuilder()
      .setTitle('Rosetta')
      .setDescription('Every documented API that this service speaks, over one set of accounts.')
      .setVersion('1.0.0')
      .setLicense(...LICENCE);
    const all = this.parts.flatMap((part) => {
      const document = this.find(part.name);
      return document ? [{ part, document }] : [];
    });
    const { openapi, info } = builder.build();
    return joinDocuments({ openapi, info }, all);
  }
}

/** One part alone, its paths relative to its base path. */
function documentOf(app: INestApplication, { module, basePath, schemas = {}, ...part }: DocumentedPart): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(part.title)
    .setDescription(part.description)
    .setVersion(part.version)
    .setLicense(...LICENCE);
  for (const [name, scheme] of Object.entries(part.securitySchemes ?? {})) builder.addSecurity(name, scheme);
  const { openapi, info, components } = builder.build();
  const { paths, ...document } = SwaggerModule.createDocument(
    app,
    { openapi, info, components: { ...components, schemas } },
    { include: [module], autoTagControllers: false },
  );
  const relative = Object.entries(paths).map(([path, item]) => [path.slice(basePath.length), item]);
  return completeOperations({
    ...document,
    ...serversAt(basePath),
    paths: Object.fromEntries(relative) as OpenAPIObject['paths'],
  });
}

/**
 * At the server's root none is named, which means `/` (OpenAPI 3.0.0, "OpenAPI Object"). Generators that put it and a path
 * together without a look would make `//api/…` of it, an address on another host; a server by its full address would
 * be another than the one that `/docs` was opened at, as often as not.
 */
function serversAt(basePath: string): Pick<OpenAPIObject, 'servers'> {
  return basePath === '' ? {} : { servers: [{ url: basePath }] };
}

/** Names that mean nothing are not remembered: anybody may ask for any number of them. */
function remembered<T>(known: Map<string, T>, name: string, make: () => T | undefined): T | undefined {
  const found = known.get(name) ?? make();
  if (found !== undefined) known.set(name, found);
  return found;
}
