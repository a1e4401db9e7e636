// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Loan} from "../types/Loan.sol";

/// @title LoanHash
/// @notice EIP-712 struct hash of a loan, which the lender signs and which is also the loan's id.
library LoanHash {
    bytes32 internal constant LOAN_TYPEHASH = keccak256(
        "Loan(address lender,address borrower,address account,uint96 amount,uint96 charge,uint40 rate,uint40 lateRate,"
        "uint40 due,uint32 period,uint16 instalments,uint32 grace,uint96 collateral,bool pull,bool income,uint96 cover,"
        "uint16 feeBps,bytes32 orders,uint40 validUntil,bytes32 ref)"
    );

    /// @notice Returns the struct hash.
    /// @param loan The terms.
    /// @return The hash, without the domain.
    function hash(Loan calldata loan) internal pure returns (bytes32) {
        return keccak256(abi.encode(LOAN_TYPEHASH, loan));
    }
}
