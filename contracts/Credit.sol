// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Loans} from "./credit/Loans.sol";
import {PayoutAccounts} from "./credit/PayoutAccounts.sol";
import {ICredit} from "./interfaces/ICredit.sol";
import {IPaymentHub} from "./interfaces/IPaymentHub.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {Accrual} from "./libraries/Accrual.sol";
import {DealHash} from "./libraries/DealHash.sol";
import {LoanHash} from "./libraries/LoanHash.sol";
import {Signature} from "./libraries/Signature.sol";
import {Deal, DealStatus} from "./types/Deal.sol";
import {Loan, LoanState, LoanStatus, PledgedOrder} from "./types/Loan.sol";

/// @title Credit
/// @notice Loans in SCV that collect what is overdue by themselves. See `ICredit`.
contract Credit is Loans, EIP712, Ownable {
    using DealHash for Deal;
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using LoanHash for Loan;

    /// @notice Highest interest per second, in units of 1e-18: 100% per 365 days.
    uint40 public constant MAX_RATE = 31_709_791_983;

    /// @notice Highest fixed charge, in basis points of the principal.
    uint16 public constant MAX_CHARGE_BPS = 3_000;

    /// @notice Highest fee that the DAO can set, in basis points.
    uint16 public constant MAX_FEE_BPS = 100;

    /// @notice Longest grace period in seconds.
    uint32 public constant MAX_GRACE = 90 days;

    /// @notice Longest time from taking a loan to its last due date, in seconds.
    uint40 public constant MAX_TERM = 5 * 365 days;

    /// @notice Seconds after the last due date in which a loan can be collected. Then the pledges lapse.
    uint40 public constant COLLECTION_PERIOD = 2 * 365 days;

    /// @notice Most orders that can be pledged to one loan.
    uint256 public constant MAX_ORDERS = 16;

    /// @notice Most loans of one payout account to which orders can be pledged at a time.
    uint256 public constant MAX_ORDER_LOANS = 8;

    /// @notice Account that receives the fees.
    address public immutable treasury;

    /// @inheritdoc ICredit
    uint16 public fee;

    /// @param dao Owner, which sets the fee.
    /// @param coin_ ServiceCoin.
    /// @param hub_ PaymentHub.
    /// @param treasury_ Account that receives the fees.
    /// @param implementation_ PayoutAccount that is cloned.
    constructor(
        address dao,
        IServiceCoin coin_,
        IPaymentHub hub_,
        address treasury_,
        address implementation_
    ) PayoutAccounts(coin_, hub_, implementation_) EIP712("Credit", "1") Ownable(dao) {
        if (treasury_ == address(0)) revert CreditInvalidTreasury();
        treasury = treasury_;
    }

    // Offers

    /// @inheritdoc ICredit
    function take(Loan calldata loan, Deal[] calldata orders, bytes calldata signature) external returns (bytes32 id) {
        id = idOf(loan);
        _checkOffer(id, loan);
        _checkTerms(id, loan);
        _checkSecurity(id, loan);
        if (!Signature.isValid(loan.lender, _hashTypedDataV4(id), signature)) {
            revert CreditInvalidSignature(id, loan.lender);
        }

        _store(id, loan);
        bytes32[] memory ids = _pledge(id, loan, orders);
        uint256 taken = Accrual.feeDown(loan.amount, loan.feeBps);
        emit LoanTaken(id, loan.lender, msg.sender, loan, ids, taken);

        if (loan.collateral != 0) coin.transferFrom(msg.sender, address(this), loan.collateral);
        if (taken != 0) coin.transferFrom(loan.lender, treasury, taken);
        coin.transferFrom(loan.lender, msg.sender, loan.amount - taken);
    }

    /// @inheritdoc ICredit
    function voidOffer(Loan calldata loan) external {
        bytes32 id = idOf(loan);
        if (msg.sender != loan.lender) revert CreditUnauthorized(msg.sender, loan.lender);
        _checkNew(id);
        _loans[id].status = LoanStatus.Voided;
        emit LoanVoided(id, msg.sender);
    }

    // Fee

    /// @inheritdoc ICredit
    function setFee(uint16 fee_) external onlyOwner {
        if (fee_ > MAX_FEE_BPS) revert CreditInvalidFee(fee_, MAX_FEE_BPS);
        fee = fee_;
        emit LoanFeeSet(fee_);
    }

    // Views

    /// @inheritdoc ICredit
    function idOf(Loan calldata loan) public pure returns (bytes32) {
        return loan.hash();
    }

    /// @inheritdoc ICredit
    function offerOf(Loan calldata loan) external view returns (bytes32) {
        return _hashTypedDataV4(loan.hash());
    }

    // Internal

    function _store(bytes32 id, Loan calldata loan) private {
        uint256 last = loan.due == 0 ? block.timestamp + MAX_TERM : _finalDue(loan);
        _loans[id] = LoanState({
            lender: loan.lender,
            amount: loan.amount,
            borrower: msg.sender,
            collateral: loan.collateral,
            account: loan.account,
            fromOrders: 0,
            principal: loan.amount,
            charges: loan.charge,
            accruedAt: uint40(block.timestamp),
            status: LoanStatus.Active,
            rate: loan.rate,
            lateRate: loan.lateRate,
            due: loan.due,
            lapsesAt: uint40(last) + COLLECTION_PERIOD,
            period: loan.period,
            grace: loan.grace,
            instalments: loan.instalments,
            pull: loan.pull,
            income: loan.income
        });
    }

    /// @dev Pledges the income of the payout account and the orders.
    /// @return ids Ids of the orders.
    function _pledge(bytes32 id, Loan calldata loan, Deal[] calldata orders) private returns (bytes32[] memory ids) {
        uint256 count = orders.length;
        if (count > MAX_ORDERS) revert CreditTooManyOrders(id, count, MAX_ORDERS);
        if (loan.income) _accounts[loan.account].incomeLoan = id;
        if (loan.orders != 0) {
            EnumerableSet.Bytes32Set storage orderLoans = _accounts[loan.account].orderLoans;
            orderLoans.add(id);
            if (orderLoans.length() > MAX_ORDER_LOANS) revert CreditTooManyLoans(loan.account, MAX_ORDER_LOANS);
        }
        ids = new bytes32[](count);
        uint256 held = 0;
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = orders[i].hash();
            held += _pledgeOrder(id, loan.account, ids[i], orders[i]);
        }
        bytes32 hash = count == 0 ? bytes32(0) : keccak256(abi.encode(ids));
        if (hash != loan.orders) revert CreditWrongOrders(id, hash, loan.orders);
        if (held < loan.cover) revert CreditInsufficientCover(id, held, loan.cover);
    }

    /// @return Base units that the order still holds for the payee, fee deducted.
    function _pledgeOrder(bytes32 id, address account, bytes32 order, Deal calldata deal) private returns (uint256) {
        (uint256 funded, uint256 paid, , DealStatus status) = hub.escrowOf(order);
        bool pledgeable = deal.terms.isOrder() && deal.payee == account;
        if (!pledgeable || (status != DealStatus.Open && status != DealStatus.Delivered)) {
            revert CreditInvalidOrder(order, deal.payee, status);
        }
        if (_loanOfOrder[order] != 0) revert CreditOrderPledged(order, _loanOfOrder[order]);
        _loanOfOrder[order] = id;
        uint16 feeBps = uint16(deal.terms.feeBps());
        _orders[id].push(PledgedOrder(order, uint96(paid), feeBps));
        return _net(funded, feeBps) - _net(paid, feeBps);
    }

    function _checkOffer(bytes32 id, Loan calldata loan) private view {
        _checkNew(id);
        if (block.timestamp > loan.validUntil) revert CreditTooLate(id, loan.validUntil);
        bool named = loan.borrower != address(0);
        if (named && msg.sender != loan.borrower) revert CreditUnauthorized(msg.sender, loan.borrower);
        if (loan.lender == msg.sender || loan.lender == address(0)) {
            revert CreditInvalidParties(id, loan.lender, msg.sender);
        }
        if (loan.feeBps != fee) revert CreditFeeMismatch(id, loan.feeBps, fee);
    }

    function _checkTerms(bytes32 id, Loan calldata loan) private view {
        bool tooCostly = uint256(loan.charge) * Accrual.BASIS > uint256(loan.amount) * MAX_CHARGE_BPS;
        if (loan.amount == 0 || tooCostly) revert CreditInvalidAmount(id, loan.amount, loan.charge);
        if (loan.rate > loan.lateRate || loan.lateRate > MAX_RATE) {
            revert CreditInvalidRate(id, loan.rate, loan.lateRate);
        }
        if (!_isSchedule(loan)) {
            revert CreditInvalidSchedule(id, loan.due, loan.period, loan.instalments, loan.grace);
        }
    }

    function _isSchedule(Loan calldata loan) private view returns (bool) {
        if (loan.due == 0) return loan.period == 0 && loan.instalments == 0 && loan.grace == 0;
        if (loan.instalments == 0 || (loan.instalments == 1) != (loan.period == 0)) return false;
        bool soon = loan.due > block.timestamp && _finalDue(loan) <= block.timestamp + MAX_TERM;
        return soon && loan.grace <= MAX_GRACE;
    }

    function _checkSecurity(bytes32 id, Loan calldata loan) private view {
        bool ordersOnly = loan.orders != 0 && !loan.pull && !loan.income && loan.collateral == 0;
        bool pledged = loan.orders != 0 || loan.income;
        if ((loan.due == 0 && !ordersOnly) || pledged != (loan.account != address(0))) {
            revert CreditInvalidSecurity(id, loan.account, loan.orders);
        }
        if (!pledged) return;
        _checkOwner(loan.account, msg.sender);
        Account storage account = _accounts[loan.account];
        if (account.incomeLoan != 0) revert CreditAccountPledged(loan.account, account.incomeLoan);
        if (loan.income && account.orderLoans.length() != 0) {
            revert CreditAccountPledged(loan.account, account.orderLoans.at(0));
        }
    }

    function _checkNew(bytes32 id) private view {
        LoanStatus status = _loans[id].status;
        if (status != LoanStatus.None) revert CreditWrongStatus(id, status);
    }

    function _finalDue(Loan calldata loan) private pure returns (uint256) {
        return loan.due + uint256(loan.period) * (loan.instalments - 1);
    }
}
