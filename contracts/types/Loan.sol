// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The terms of a loan, which the lender signs as an offer. Amounts are base units of SCV, times are seconds
/// since 1970, durations are seconds.
/// @param lender Account that pays the loan out and is repaid.
/// @param borrower Account that can take the offer. Zero if anyone can: the first account to take it is the borrower.
/// @param account Payout account whose orders or income are pledged, or zero. The borrower must own it.
/// @param amount Principal.
/// @param charge Fixed charge, owed from the beginning.
/// @param rate Simple interest per second on the unpaid principal, in units of 1e-18.
/// @param lateRate Interest after the last due date and the grace period, at least `rate`.
/// @param due First due date. 0 if the loan is repaid only from the pledged orders.
/// @param period Time between due dates. 0 if there is only one.
/// @param instalments Number of due dates, 0 if `due` is 0. The principal is repaid in equal parts.
/// @param grace Time after a due date in which nothing is collected.
/// @param collateral SCV that the borrower deposits, returned when the loan ends.
/// @param pull Whether overdue amounts can be taken from the borrower's allowance.
/// @param income Whether overdue amounts can be taken from everything that the payout account receives.
/// @param cover Minimum that the pledged orders must hold for the payee, fees deducted, when the offer is taken.
/// @param feeBps The DAO's fee in basis points, deducted from the principal that is paid out.
/// @param orders `keccak256(abi.encode(ids))` of the pledged orders' ids, or zero if there are none.
/// @param validUntil Last second in which the offer can be taken.
/// @param ref Reference chosen by the lender. It also distinguishes otherwise equal offers.
struct Loan {
    address lender;
    address borrower;
    address account;
    uint96 amount;
    uint96 charge;
    uint40 rate;
    uint40 lateRate;
    uint40 due;
    uint32 period;
    uint16 instalments;
    uint32 grace;
    uint96 collateral;
    bool pull;
    bool income;
    uint96 cover;
    uint16 feeBps;
    bytes32 orders;
    uint40 validUntil;
    bytes32 ref;
}

/// @notice Status of a loan. `Voided` is an offer that the lender withdrew.
enum LoanStatus {
    None,
    Active,
    Ended,
    Voided
}

/// @notice Why a loan ended. `Exhausted`: a loan without a due date whose orders can pay nothing more. `Lapsed`: the
/// time in which it could be collected is over.
enum LoanEnd {
    Repaid,
    Forgiven,
    Exhausted,
    Lapsed
}

/// @notice Where a collected amount came from.
enum LoanSource {
    Orders,
    Allowance,
    Income,
    Collateral
}

/// @notice A loan that was taken, packed into five words.
/// @param lender Account that is repaid.
/// @param amount Principal at the beginning.
/// @param borrower Account that took the loan.
/// @param collateral SCV that is still deposited.
/// @param account Payout account that is pledged, or zero.
/// @param fromOrders Base units collected from the pledged orders.
/// @param principal Unpaid principal.
/// @param charges Unpaid charges and interest up to `accruedAt`.
/// @param accruedAt Time up to which interest is included in `charges`.
/// @param status Status of the loan.
/// @param rate See `Loan`.
/// @param lateRate See `Loan`.
/// @param due See `Loan`.
/// @param lapsesAt First second in which nothing can be collected any more, except from the collateral.
/// @param period See `Loan`.
/// @param grace See `Loan`.
/// @param instalments See `Loan`.
/// @param pull See `Loan`.
/// @param income See `Loan`.
struct LoanState {
    address lender;
    uint96 amount;
    address borrower;
    uint96 collateral;
    address account;
    uint96 fromOrders;
    uint96 principal;
    uint112 charges;
    uint40 accruedAt;
    LoanStatus status;
    uint40 rate;
    uint40 lateRate;
    uint40 due;
    uint40 lapsesAt;
    uint32 period;
    uint32 grace;
    uint16 instalments;
    bool pull;
    bool income;
}

/// @notice An order that is pledged to a loan.
/// @param id The order's id.
/// @param paidBefore Base units that the order had paid before it was pledged, fees included.
/// @param feeBps The hub's fee on the order in basis points.
struct PledgedOrder {
    bytes32 id;
    uint96 paidBefore;
    uint16 feeBps;
}
