import { BandoHealthIndicator } from '@bando/nest'
import { Controller, Get, Inject } from '@nestjs/common'
import type { HealthCheckResult } from '@nestjs/terminus'
import { HealthCheck, HealthCheckService } from '@nestjs/terminus'

@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(BandoHealthIndicator) private readonly bando: BandoHealthIndicator,
  ) {}

  /** Sends no request to the API. */
  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.bando.isHealthy('bando')])
  }
}
