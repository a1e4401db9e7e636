// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentBatch} from "./interfaces/IPaymentBatch.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";

/// @title PaymentBatch
/// @notice Many signed payments in one transaction. See `IPaymentBatch`.
contract PaymentBatch is IPaymentBatch {
    /// @inheritdoc IPaymentBatch
    uint256 public constant GAS_PER_PAYMENT = 64_000;

    /// @dev Bytes of a group before its payments, and of a payment.
    uint256 private constant HEAD = 22;
    uint256 private constant PAYMENT = 139;

    /// @dev `transferWithAuthorization` with `v, r, s`, which costs less than the form with bytes.
    bytes4 private constant TRANSFER_SELECTOR = 0xe3ee160e;

    /// @inheritdoc IPaymentBatch
    IServiceCoin public immutable coin;

    constructor(IServiceCoin coin_) {
        coin = coin_;
    }

    /// @inheritdoc IPaymentBatch
    function settle(bytes calldata payments) external {
        uint256 length = payments.length;
        uint256 needed = (length / PAYMENT) * GAS_PER_PAYMENT;
        if (gasleft() < needed) revert PaymentBatchInsufficientGas(gasleft(), needed);

        uint256 offset = 0;
        do {
            uint256 first = offset + HEAD;
            if (first > length) revert PaymentBatchMalformed(offset, length);
            uint256 count = uint16(bytes2(payments[offset + 20:first]));
            uint256 next = first + count * PAYMENT;
            if (count == 0 || next > length) revert PaymentBatchMalformed(offset, length);
            _settleGroup(payments, offset, next);
            offset = next;
        } while (offset != length);
    }

    /// @dev Builds the call of the coin once and changes what differs from payment to payment. Fields go to the right end of their words,
    /// whose left end is never written and so is zero; what lies side by side here and there is copied at once. The call begins at 0x80, where the free memory
    /// does: nothing was allocated before, and nothing is kept after.
    /// @param offset Where the group begins.
    /// @param next Where it ends.
    function _settleGroup(bytes calldata payments, uint256 offset, uint256 next) private {
        address target = address(coin);
        // solhint-disable-next-line no-inline-assembly
        assembly {
            let end := add(payments.offset, payments.length)
            let head := add(payments.offset, offset)
            let payment := add(head, HEAD)
            mstore(0x80, TRANSFER_SELECTOR)
            calldatacopy(0xb0, head, 20) // to

            for {
                let last := add(payments.offset, next)
            } lt(payment, last) {
                payment := add(payment, PAYMENT)
            } {
                calldatacopy(0x90, payment, 20) // from
                calldatacopy(0xd8, add(payment, 20), 12) // value
                calldatacopy(0xff, add(payment, 32), 5) // validAfter
                calldatacopy(0x11f, add(payment, 37), 37) // validBefore, nonce
                calldatacopy(0x163, add(payment, 74), 65) // v, r, s
                // Its share of the gas that is left: as much as for each that is to come.
                pop(call(div(mul(gas(), PAYMENT), sub(end, payment)), target, 0, 0x80, 0x124, 0, 0))
            }
        }
    }
}
