/** Remembers an answer for a moment. A question that failed is asked anew. */
export class Brief<Value> {
  private asked: { answer: Promise<Value>; until: number } | undefined;

  /** @param lasting Milliseconds for which an answer counts. */
  constructor(
    private readonly ask: () => Promise<Value>,
    private readonly lasting: number,
  ) {}

  get(): Promise<Value> {
    const { asked } = this;
    if (asked && performance.now() < asked.until) return asked.answer;
    const answer = this.ask();
    this.asked = { answer, until: performance.now() + this.lasting };
    answer.catch(() => {
      this.forget();
    });
    return answer;
  }

  forget(): void {
    this.asked = undefined;
  }
}
