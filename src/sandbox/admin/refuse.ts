import { Refusal } from '../refusal.ts';

export function refuse(status: number, message: string): Refusal {
  return new Refusal(status, { error: message });
}
