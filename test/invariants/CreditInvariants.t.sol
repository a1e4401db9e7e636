// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Credit} from "../../contracts/Credit.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {IPayoutAccount} from "../../contracts/interfaces/IPayoutAccount.sol";
import {LoanState, PledgedOrder} from "../../contracts/types/Loan.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {CreditWorld, LoanGhost} from "./CreditWorld.sol";
import {CreditHandler} from "./handlers/CreditHandler.sol";
import {CreditIncomeHandler} from "./handlers/CreditIncomeHandler.sol";
import {CreditLoanHandler} from "./handlers/CreditLoanHandler.sol";

/// @notice The invariants of credit, numbered as in README.md.
/// hardhat-config: invariant.runs = 3
/// hardhat-config: invariant.depth = 50
contract CreditInvariantsTest {
    /// @dev Rounds of all actions within which every kind must succeed.
    uint256 private constant ROUNDS = 60;
    /// @dev Orders that are opened before the runs begin, so that they find some.
    uint256 private constant OPENINGS = 12;
    uint256 private constant ALL = type(uint256).max;

    CreditWorld private _world;
    Credit private _credit;
    ServiceCoin private _coin;
    CreditHandler[] private _handlers;

    function setUp() external {
        _world = new CreditWorld();
        (_credit, _coin) = (_world.credit(), _world.coin());
        CreditIncomeHandler income = new CreditIncomeHandler(_world);
        _handlers.push(income);
        _handlers.push(new CreditLoanHandler(_world));
        for (uint256 i = 0; i < OPENINGS; ++i) income.open(uint256(keccak256(abi.encode("openings", i))));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) targets[i] = address(_handlers[i]);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            targets[i] = FuzzSelector(address(_handlers[i]), _handlers[i].actions());
        }
    }

    function invariant_22_creditHoldsTheCollateralOfActiveLoans() public view {
        LoanGhost[] memory active = _world.activeLoans();
        uint256 collateral = 0;
        for (uint256 i = 0; i < active.length; ++i) collateral += _credit.loanOf(active[i].id).collateral;
        VM.assertEq(_coin.balanceOf(address(_credit)), collateral, "coins of Credit");
        VM.assertEq(_world.held(), _world.SUPPLY(), "sum of all balances");
    }

    function invariant_23_aLenderReceivesWhatIsOwedAndNoMore() public view {
        LoanGhost[] memory loans = _world.loans();
        for (uint256 i = 0; i < loans.length; ++i) {
            LoanGhost memory ghost = loans[i];
            uint256 most = ghost.base + (ghost.amount * ghost.lateRate * (_world.time() - ghost.takenAt)) / 1e18;
            VM.assertLe(ghost.received, most, "more than principal, charge and interest");
            if (!_world.isActive(ghost.id)) continue;
            (uint256 owed, uint256 overdue) = _credit.owedOf(ghost.id);
            VM.assertLe(overdue, owed, "overdue");
            VM.assertLe(ghost.base, ghost.received + owed, "less than principal and charge");
            VM.assertLe(ghost.received + owed, most, "owed more than principal, charge and interest");
        }
    }

    function invariant_24_anyoneCanCollectExactlyWhatIsCollectable() public {
        LoanGhost[] memory active = _world.activeLoans();
        for (uint256 i = 0; i < active.length; ++i) {
            (uint256[4] memory amounts, bool ends) = _credit.collectableOf(active[i].id);
            uint256 sum = amounts[0] + amounts[1] + amounts[2] + amounts[3];
            if (sum == 0 && !ends) continue;
            uint256 snapshot = VM.snapshotState();
            uint256 before = _coin.balanceOf(active[i].lender);
            VM.prank(_world.STRANGER());
            VM.assertEq(_credit.collect(active[i].id), sum, "collected");
            VM.assertEq(_coin.balanceOf(active[i].lender) - before, sum, "what the lender received");
            VM.assertEq(!_world.isActive(active[i].id), ends, "ended");
            (amounts, ends) = _credit.collectableOf(active[i].id);
            VM.assertEq(amounts[0] + amounts[1] + amounts[2] + amounts[3], 0, "left to collect");
            VM.revertToState(snapshot);
        }
    }

    function invariant_25_anOwnerCanWithdrawExactlyWhatIsNotDue() public {
        address[] memory accounts = _world.accounts();
        uint256 snapshot = VM.snapshotState();
        uint256[] memory due = _dueFromAccounts();
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 free = _credit.withdrawableOf(accounts[i]);
            if (free == 0) continue;
            address owner = _credit.ownerOf(accounts[i]);
            VM.prank(owner);
            VM.assertEq(IPayoutAccount(accounts[i]).withdraw(owner, ALL), free, "withdrawn");
            VM.assertEq(_credit.withdrawableOf(accounts[i]), 0, "left to withdraw");
        }
        uint256[] memory left = _dueFromAccounts();
        LoanGhost[] memory loans = _world.loans();
        for (uint256 i = 0; i < loans.length; ++i) {
            if (_world.isActive(loans[i].id)) VM.assertEq(left[i], due[i], "due after all withdrawals");
        }
        // Interest goes on, and yet what the orders paid is there.
        VM.warp(_world.time() + 300 days);
        _collectAll();
        VM.warp(_world.time());
        VM.revertToState(snapshot);
    }

    function invariant_26_everyLoanEndsWithoutItsParties() public {
        uint256 snapshot = VM.snapshotState();
        LoanGhost[] memory active = _world.activeLoans();
        uint256 last = _world.time();
        for (uint256 i = 0; i < active.length; ++i) {
            uint256 lapsesAt = _credit.loanOf(active[i].id).lapsesAt;
            if (lapsesAt > last) last = lapsesAt;
        }
        VM.warp(last);
        address[] memory accounts = _world.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) {
            VM.assertEq(_credit.withdrawableOf(accounts[i]), _coin.balanceOf(accounts[i]), "free after the last lapse");
        }
        _collectAll();
        VM.assertEq(_world.activeLoans().length, 0, "active loans");
        VM.assertEq(_coin.balanceOf(address(_credit)), 0, "locked in Credit");
        for (uint256 i = 0; i < accounts.length; ++i) {
            (bytes32[] memory orderLoans, bytes32 incomeLoan) = _credit.loansOf(accounts[i]);
            VM.assertEq(orderLoans.length, 0, "loans with orders");
            VM.assertEq(incomeLoan, bytes32(0), "loan with the income");
        }
        VM.warp(_world.time());
        VM.revertToState(snapshot);
    }

    function invariant_27_anOrderIsPledgedToOneLoanAtMost() public view {
        LoanGhost[] memory active = _world.activeLoans();
        for (uint256 i = 0; i < active.length; ++i) {
            PledgedOrder[] memory orders = _credit.ordersOf(active[i].id);
            bool lapsed = _world.time() >= _credit.loanOf(active[i].id).lapsesAt;
            for (uint256 j = 0; j < orders.length; ++j) {
                VM.assertEq(_world.pledgesOf(orders[j].id), 1, "pledges of an order");
                bytes32 pledge = _credit.pledgeOf(active[i].account, orders[j].id);
                VM.assertEq(pledge, lapsed ? bytes32(0) : active[i].id, "pledgeOf");
            }
        }
    }

    function invariant_28_aPayoutAccountNeverGivesAnAllowance() public view {
        address[] memory accounts = _world.accounts();
        address[4] memory spenders = [address(_credit), address(_world.hub()), _world.STRANGER(), _world.treasury()];
        for (uint256 i = 0; i < accounts.length; ++i) {
            for (uint256 j = 0; j < spenders.length; ++j) {
                VM.assertEq(_coin.allowance(accounts[i], spenders[j]), 0, "allowance");
            }
            for (uint256 j = 0; j < 6; ++j) {
                VM.assertEq(_coin.allowance(accounts[i], _world.member(j)), 0, "allowance for a member");
            }
        }
    }

    function test_everyKindOfActionGetsThroughWithCredit() external {
        for (uint256 round = 0; round < ROUNDS; ++round) {
            for (uint256 i = 0; i < _handlers.length; ++i) {
                bytes4[] memory actions = _handlers[i].actions();
                for (uint256 j = 0; j < actions.length; ++j) {
                    uint256 seed = uint256(keccak256(abi.encode("round", round, i, j)));
                    (bool success, bytes memory result) = address(_handlers[i]).call(
                        abi.encodeWithSelector(actions[j], seed)
                    );
                    if (!success) _bubble(result);
                }
            }
            invariant_22_creditHoldsTheCollateralOfActiveLoans();
            invariant_23_aLenderReceivesWhatIsOwedAndNoMore();
        }
        invariant_25_anOwnerCanWithdrawExactlyWhatIsNotDue();
        for (uint256 i = 0; i < _handlers.length; ++i) {
            bytes32[] memory kinds = _handlers[i].kinds();
            for (uint256 j = 0; j < kinds.length; ++j) {
                VM.assertTrue(_handlers[i].successes(kinds[j]) != 0, string(abi.encodePacked(kinds[j])));
            }
        }
    }

    // Internal

    /// @dev What each loan can take from payout accounts now.
    function _dueFromAccounts() private view returns (uint256[] memory due) {
        LoanGhost[] memory loans = _world.loans();
        due = new uint256[](loans.length);
        for (uint256 i = 0; i < loans.length; ++i) {
            (uint256[4] memory amounts, ) = _credit.collectableOf(loans[i].id);
            due[i] = amounts[0] + amounts[2];
        }
    }

    function _collectAll() private {
        LoanGhost[] memory active = _world.activeLoans();
        for (uint256 i = 0; i < active.length; ++i) {
            (uint256[4] memory amounts, bool ends) = _credit.collectableOf(active[i].id);
            if (amounts[0] + amounts[1] + amounts[2] + amounts[3] == 0 && !ends) continue;
            VM.prank(_world.STRANGER());
            _credit.collect(active[i].id);
        }
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
