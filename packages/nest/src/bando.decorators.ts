import type { Type } from '@nestjs/common'
import { Inject, UseInterceptors } from '@nestjs/common'
import { getBandoToken } from './bando.constants.ts'
import { BudgetInterceptor } from './budget/budget.interceptor.ts'
import type { BandoBudgetOptions } from './budget/budget-context.ts'

/**
 * Injects the `BandoService` of the account of that name, or another provider of its module.
 * @example
 * constructor(
 *   @InjectBando('second', BandoHttpService) private readonly http: BandoHttpService,
 * ) {}
 * @publicApi
 */
export function InjectBando(name?: string, provider?: Type): PropertyDecorator & ParameterDecorator {
  return Inject(getBandoToken(name, provider))
}

/**
 * Sets the priority and the longest wait, in ms, of every call that a handler makes. What a call
 * sets for itself takes precedence. Decorates a handler or a class of handlers, in HTTP, GraphQL,
 * RPC and WebSocket applications.
 * @example @BandoBudget({ priority: 'high', maxWaitMs: 500 })
 * @publicApi
 */
export function BandoBudget(options: BandoBudgetOptions): MethodDecorator & ClassDecorator {
  return UseInterceptors(new BudgetInterceptor({ ...options }))
}
