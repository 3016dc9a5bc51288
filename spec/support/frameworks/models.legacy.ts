// @ts-nocheck: the decorators have the signatures of the legacy dialect.
import { traced } from '@sentrial/mastra';
import { Expose, plainToInstance } from 'class-transformer';
import { IsEmail, MinLength } from 'class-validator';
import { BeforeInsert, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@traced
@Entity('customers')
export class Customer {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('text')
  @IsEmail()
  email: string;

  @Expose()
  @MinLength(3)
  name: string;

  @traced
  @BeforeInsert()
  normalize(): void {
    this.email = this.email.toLowerCase();
  }

  static from(values: object): Customer {
    return plainToInstance(Customer, values);
  }
}
