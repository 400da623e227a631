import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

// Loaded and not used: what the start of an application costs that brings the same packages (names, separated by commas).
for (const name of (process.env.PACKAGES ?? '').split(',').filter(Boolean)) await import(name);

/** The least that an answer costs through Nest on Fastify: one route that asks nothing and looks nothing up. */
class HelloController {
  hello() {
    return { hello: 'world' };
  }
}

const method = Object.getOwnPropertyDescriptor(HelloController.prototype, 'hello');
if (method) Get('/hello')(HelloController.prototype, 'hello', method);
Controller()(HelloController);

class HelloModule {
  name = 'hello';
}

Module({ controllers: [HelloController] })(HelloModule);

const app = await NestFactory.create(HelloModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('listening\n');
process.once('SIGTERM', () => process.exit());
