import { isBandoError } from '@bando/core'
import { BandoService } from '@bando/nest'
import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Inject } from '@nestjs/common'
import type { Job } from 'bullmq'
import { DelayedError } from 'bullmq'
import type { Payment } from './payment.ts'
import { finalStatuses, lookAgainMs, paymentsQueue } from './payment.ts'

/**
 * Requests a payment until its status is final. BullMQ keeps the jobs, and Bando's client decides
 * when each may be sent.
 */
@Processor(paymentsQueue)
export class PaymentsProcessor extends WorkerHost {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {
    super()
  }

  override async process(job: Job<Payment, string>, token?: string): Promise<string> {
    const { address, transactionId } = job.data
    try {
      const { data } = await this.bando.get<{ status: string }>(
        '/api/v1/wallets/{address}/transactions/{transactionId}/',
        { params: { address, transactionId }, priority: 'low', maxWaitMs: Infinity },
      )
      if (finalStatuses.has(data.status)) return data.status
    } catch (error) {
      // A temporary failure is tried again later, and is not an attempt of the job.
      if (!isBandoError(error) || error.retryAt === undefined) throw error
      return this.#later(job, error.retryAt, token)
    }
    return this.#later(job, Date.now() + lookAgainMs, token)
  }

  async #later(job: Job, at: number, token: string | undefined): Promise<never> {
    await job.moveToDelayed(at, token)
    throw new DelayedError()
  }
}
