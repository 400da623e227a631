import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

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
