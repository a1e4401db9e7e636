// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICreditErrors} from "../../../contracts/interfaces/ICreditErrors.sol";
import {Deal} from "../../../contracts/types/Deal.sol";
import {Loan, LoanStatus} from "../../../contracts/types/Loan.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {CreditWorld, LoanGhost} from "../CreditWorld.sol";
import {CreditHandler} from "./CreditHandler.sol";

/// @notice Loans of every kind from offer to end, and the calls that must be rejected.
contract CreditLoanHandler is CreditHandler {
    constructor(CreditWorld world) CreditHandler(world) {
        _addKind("advance");
        _addKind("loan with orders");
        _addKind("loan with income");
        _addKind("loan without an account");
        _addKind("repay a part");
        _addKind("repay all");
        _addKind("collect");
        _addKind("collect the rest of a loan");
        _addKind("forgive");
        _addKind("approve");
        _addKind("no offer twice");
        _addKind("no collection of nothing");
        _addKind("no forgiving by another");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](6);
        list[0] = this.take.selector;
        list[1] = this.takeAdvance.selector;
        list[2] = this.repay.selector;
        list[3] = this.collect.selector;
        list[4] = this.forgive.selector;
        list[5] = this.approve.selector;
    }

    function take(uint256 seed) external {
        uint256 kind = _random(seed, 0) % 3;
        if (kind == 0) {
            _take(seed, "loan with orders");
        } else if (kind == 1) {
            _take(seed, "loan with income");
        } else {
            _take(seed, "loan without an account");
        }
    }

    function takeAdvance(uint256 seed) external {
        _take(seed, "advance");
    }

    function repay(uint256 seed) external {
        (bool found, LoanGhost memory ghost) = _pickLoan(seed);
        if (!found || _world.time() >= _credit.loanOf(ghost.id).lapsesAt) return;
        uint256 random = _random(seed, 1);
        (uint256 owed, ) = _credit.owedOf(ghost.id);
        uint256 amount = random % 3 == 0 ? ALL : _portion(random >> 8, owed);
        address payer = random % 2 == 0 ? ghost.borrower : _world.member(random >> 16);
        if (payer == ghost.lender) return;
        // The borrower may have limited the allowance.
        if (_coin.allowance(payer, address(_credit)) < owed + 1) return;
        uint256 before = _coin.balanceOf(ghost.lender);
        VM.prank(payer);
        uint256 paid = _credit.repay(ghost.id, amount);
        _noteReceived(ghost, before, paid);
        _count(amount == ALL ? bytes32("repay all") : bytes32("repay a part"));
    }

    function collect(uint256 seed) external {
        (bool found, LoanGhost memory ghost) = _pickLoan(seed);
        if (!found) return;
        (uint256[4] memory amounts, bool ends) = _credit.collectableOf(ghost.id);
        uint256 sum = amounts[0] + amounts[1] + amounts[2] + amounts[3];
        address stranger = _world.STRANGER();
        if (sum == 0 && !ends) {
            (uint256 owed, uint256 overdue) = _credit.owedOf(ghost.id);
            bytes memory expected = abi.encodeWithSelector(
                ICreditErrors.CreditNothingDue.selector,
                ghost.id,
                owed,
                overdue
            );
            bytes memory call = abi.encodeCall(_credit.collect, (ghost.id));
            _mustRefuse("no collection of nothing", stranger, address(_credit), call, expected);
            return;
        }
        uint256 before = _coin.balanceOf(ghost.lender);
        VM.prank(stranger);
        uint256 collected = _credit.collect(ghost.id);
        if (collected != sum) revert WrongAmount(collected, sum);
        _noteReceived(ghost, before, collected);
        _count(ends ? bytes32("collect the rest of a loan") : bytes32("collect"));
    }

    function forgive(uint256 seed) external {
        (bool found, LoanGhost memory ghost) = _pickLoan(seed);
        if (!found) return;
        address stranger = _world.STRANGER();
        bytes memory call = abi.encodeCall(_credit.forgive, (ghost.id));
        bytes memory expected = abi.encodeWithSelector(
            ICreditErrors.CreditUnauthorized.selector,
            stranger,
            ghost.lender
        );
        _mustRefuse("no forgiving by another", stranger, address(_credit), call, expected);
        if (_random(seed, 1) % 8 != 0) return;
        VM.prank(ghost.lender);
        _credit.forgive(ghost.id);
        _count("forgive");
    }

    function approve(uint256 seed) external {
        uint256 random = _random(seed, 1);
        address member = _world.member(random >> 8);
        VM.prank(member);
        _coin.approve(address(_credit), random % 3 == 0 ? (random >> 16) % 1e18 : ALL);
        _count("approve");
    }

    // Internal

    function _noteReceived(LoanGhost memory ghost, uint256 before, uint256 amount) private {
        uint256 received = _coin.balanceOf(ghost.lender) - before;
        if (received != amount) revert WrongAmount(received, amount);
        _world.noteReceived(ghost.id, amount);
    }

    function _take(uint256 seed, bytes32 kind) private {
        if (_world.isCrowded()) return;
        Loan memory loan;
        PlainDeal[] memory orders;
        if (kind != "loan without an account") {
            loan.account = _world.account(_random(seed, 1));
            (bytes32[] memory others, bytes32 incomeLoan) = _credit.loansOf(loan.account);
            loan.income = kind == "loan with income";
            if (incomeLoan != 0 || others.length == 8 || (loan.income && others.length != 0)) return;
            orders = _world.freeOrders(loan.account, _random(seed, 2));
            if (orders.length == 0 && !loan.income) return;
        }
        address borrower = loan.account == address(0) ? _world.member(_random(seed, 3)) : _credit.ownerOf(loan.account);
        loan.lender = _lender(seed, borrower);
        if (loan.lender == address(0)) return;
        _fill(loan, seed, kind != "advance");
        if (_coin.allowance(borrower, address(_credit)) < loan.collateral) loan.collateral = 0;
        (Deal[] memory deals, bytes32 hash) = _packed(orders);
        loan.orders = hash;
        _send(loan, deals, borrower);
        _count(kind);
    }

    function _send(Loan memory loan, Deal[] memory deals, address borrower) private {
        bytes memory signature = _world.sign(loan);
        VM.prank(borrower);
        bytes32 id = _credit.take(loan, deals, signature);
        _world.noteLoan(id, borrower, loan);
        bytes memory expected = abi.encodeWithSelector(ICreditErrors.CreditWrongStatus.selector, id, LoanStatus.Active);
        bytes memory call = abi.encodeCall(_credit.take, (loan, deals, signature));
        _mustRefuse("no offer twice", borrower, address(_credit), call, expected);
    }

    /// @dev Returns a member other than the borrower whose allowance is not limited.
    function _lender(uint256 seed, address borrower) private view returns (address lender) {
        for (uint256 i = 0; i < 3; ++i) {
            lender = _world.member((_random(seed, 4) % 6) + i);
            if (lender != borrower && _coin.allowance(lender, address(_credit)) > 1e27) return lender;
        }
        return address(0);
    }

    function _fill(Loan memory loan, uint256 seed, bool hasDue) private {
        uint256 random = _random(seed, 5);
        loan.amount = uint96(1 + ((random >> 8) % (random % 2 == 0 ? 20_000 : 1e18)));
        loan.charge = uint96((random >> 80) % ((uint256(loan.amount) * 3) / 10 + 1));
        loan.lateRate = uint40(_random(seed, 6) % 31_709_791_984);
        loan.rate = uint40(_random(seed, 7) % (uint256(loan.lateRate) + 1));
        loan.feeBps = _credit.fee();
        loan.validUntil = uint40(_world.time());
        loan.ref = _world.nextRef();
        if (!hasDue) return;
        random = _random(seed, 8);
        loan.due = uint40(_world.time() + 1 + (random % 20 days));
        loan.instalments = uint16(1 + ((random >> 32) % 5));
        if (loan.instalments > 1) loan.period = uint32(1 + ((random >> 64) % 10 days));
        loan.grace = uint32((random >> 96) % 3 days);
        loan.pull = (random >> 128) % 2 == 0;
        if ((random >> 136) % 2 == 0) loan.collateral = uint96((random >> 144) % (uint256(loan.amount) * 2));
    }

    function _packed(PlainDeal[] memory orders) private pure returns (Deal[] memory deals, bytes32 hash) {
        deals = new Deal[](orders.length);
        bytes32[] memory ids = new bytes32[](orders.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            (deals[i], ids[i]) = (orders[i].packed(), orders[i].structHash());
        }
        if (orders.length != 0) hash = keccak256(abi.encode(ids));
    }
}
