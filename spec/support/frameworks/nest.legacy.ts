// @ts-nocheck: NestJS has decorators of the legacy dialect only, and the project is checked with the standard one.
import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type NestInterceptor,
  Param,
  ParseIntPipe,
  SetMetadata,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { OnEvent } from '@nestjs/event-emitter';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { Cron } from '@nestjs/schedule';
import { traced, untraced } from '@sentrial/mastra';
import { map, type Observable } from 'rxjs';

/** Allows a request only to routes without roles. */
@Injectable()
class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return new Reflector().getAllAndOverride<string[] | undefined>('roles', targets) === undefined;
  }
}

@Injectable()
class Wrap implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((value: unknown) => ({ value })));
  }
}

const Roles = (...roles: readonly string[]) => SetMetadata('roles', roles);

@Controller('methods')
@UseGuards(RolesGuard)
export class MethodsController {
  @traced
  @Get('above')
  above(): string {
    return 'above';
  }

  @Get('below')
  @traced
  below(): string {
    return 'below';
  }

  @Get('admin-1')
  @traced
  @Roles('admin')
  adminBelow(): string {
    return 'secret';
  }

  @traced
  @Roles('admin')
  @Get('admin-2')
  adminAbove(): string {
    return 'secret';
  }

  @Roles('admin')
  @Get('admin-3')
  @traced
  adminLast(): string {
    return 'secret';
  }

  @traced({ name: 'first' })
  @UseInterceptors(Wrap)
  @Get('twice/:id')
  @traced({ name: 'second' })
  twice(@Param('id', ParseIntPipe) id: number): number {
    return id * 2;
  }
}

@traced
@Controller('outer')
@UseGuards(RolesGuard)
export class OuterController {
  @Get('open')
  open(): string {
    return 'open';
  }

  @Roles('admin')
  @Get('admin')
  admin(): string {
    return 'secret';
  }

  @Get('quiet')
  @untraced
  quiet(): string {
    return 'quiet';
  }
}

@Controller('inner')
@traced
@UseGuards(RolesGuard)
export class InnerController {
  @Get('open')
  @UseInterceptors(Wrap)
  open(): string {
    return 'open';
  }

  @Roles('admin')
  @Get('admin')
  admin(): string {
    return 'secret';
  }
}

/** Handlers that their libraries find by metadata, with `@traced` above and below. */
export class Handlers {
  @traced
  @Cron('0 0 * * *', { name: 'nightly' })
  cronBelow(): void {}

  @Cron('0 0 * * *', { name: 'nightly' })
  @traced
  cronAbove(): void {}

  @traced
  @OnEvent('order.created')
  eventBelow(): void {}

  @OnEvent('order.created')
  @traced
  eventAbove(): void {}

  @traced
  @MessagePattern('sum')
  messageBelow(): void {}

  @MessagePattern('sum')
  @traced
  messageAbove(): void {}

  @traced
  @EventPattern('paid')
  patternBelow(): void {}

  @EventPattern('paid')
  @traced
  patternAbove(): void {}
}

@Module({ controllers: [MethodsController, OuterController, InnerController] })
export class AppModule {}
