import { BullModule } from '@nestjs/bullmq'
import type { DynamicModule } from '@nestjs/common'
import { Module } from '@nestjs/common'
import { ScheduleModule } from '@nestjs/schedule'
import { CatalogueTask } from './catalogue.task.ts'
import { PaymentsProcessor } from './payments.processor.ts'
import { paymentsQueue } from './payment.ts'

/** Work that no person waits for. */
@Module({})
export class JobsModule {
  static with(redisUrl: string): DynamicModule {
    return {
      module: JobsModule,
      imports: [
        ScheduleModule.forRoot(),
        BullModule.forRoot({ connection: { url: redisUrl } }),
        BullModule.registerQueue({ name: paymentsQueue }),
      ],
      providers: [CatalogueTask, PaymentsProcessor],
      exports: [BullModule, CatalogueTask],
    }
  }
}
