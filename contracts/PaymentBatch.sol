// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentBatch} from "./interfaces/IPaymentBatch.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";

/// @title PaymentBatch
/// @notice Makes many signed payments in one transaction. See `IPaymentBatch`.
contract PaymentBatch is IPaymentBatch {
    /// @inheritdoc IPaymentBatch
    uint256 public constant GAS_PER_PAYMENT = 64_000;

    /// @dev Length of the head of a group in bytes.
    uint256 private constant HEAD = 22;

    /// @dev Length of a payment in bytes.
    uint256 private constant PAYMENT = 139;

    /// @dev Selector of `transferWithAuthorization` with `v, r, s`, which costs less gas than the form with bytes.
    bytes4 private constant TRANSFER_SELECTOR = 0xe3ee160e;

    /// @inheritdoc IPaymentBatch
    IServiceCoin public immutable coin;

    /// @param coin_ ServiceCoin.
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

    /// @dev Builds the call to the coin once and then changes only what differs between payments. Fields are
    /// right-aligned in their words; the left part is never written and stays zero. Fields that are adjacent in both
    /// layouts are copied together. The call data starts at 0x80, where free memory starts: nothing was allocated
    /// before, and nothing is kept after.
    ///
    /// | memory       | argument    | bytes from | of the payment       |
    /// | ------------ | ----------- | ---------- | -------------------- |
    /// | 0x80 - 0x83  | selector    |            |                      |
    /// | 0x84 - 0xa3  | from        | 0x90       | 0 - 19               |
    /// | 0xa4 - 0xc3  | to          | 0xb0       | (head of the group)  |
    /// | 0xc4 - 0xe3  | value       | 0xd8       | 20 - 31              |
    /// | 0xe4 - 0x103 | validAfter  | 0xff       | 32 - 36              |
    /// | 0x104 - 0x123| validBefore | 0x11f      | 37 - 41              |
    /// | 0x124 - 0x143| nonce       | 0x124      | 42 - 73              |
    /// | 0x144 - 0x163| v           | 0x163      | 74                   |
    /// | 0x164 - 0x183| r           | 0x164      | 75 - 106             |
    /// | 0x184 - 0x1a3| s           | 0x184      | 107 - 138            |
    /// @param offset Start of the group in bytes.
    /// @param next End of the group in bytes.
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
                // Forward an equal share of the gas left for this and each later payment. A failed payment is skipped.
                // The payments are counted as in `settle`, so a share is at least `GAS_PER_PAYMENT` there.
                pop(call(div(gas(), div(sub(end, payment), PAYMENT)), target, 0, 0x80, 0x124, 0, 0))
            }
        }
    }
}
