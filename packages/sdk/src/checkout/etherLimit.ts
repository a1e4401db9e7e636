/** The limits of a payment with ether; `quoteCheckout` returns them. */
export interface EtherLimit {
  /** The most wei to pay. It is sent, and what is not needed comes back in the same transaction. */
  maxInput: bigint;
  /** Last second in which the payment can be mined, in seconds since 1970. */
  validUntil: bigint;
}

/** An action that can pay with ether instead of the client's coins. */
export interface WithEther {
  /**
   * Buys the SCV with ether (`quoteCheckout`), in the same transaction. Default: pays with the client's coins.
   * Additional errors: `CheckoutTooLate`, `CheckoutInputAboveMaximum`, `CheckoutInsufficientLiquidity`,
   * `CheckoutRefundRejected`.
   */
  withEther?: EtherLimit | undefined;
}
